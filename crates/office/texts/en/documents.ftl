# Why a file is not taken, and what to send instead.

document-empty = The file is empty. Take the photo again and send the new one.
document-too-large = The file is too large. Send the photo as an ordinary picture, or scan it smaller.
document-not-a-document = The file is neither a photo (JPEG or PNG) nor a PDF. Send a photo of the document, or a PDF.
document-heic = That photo is HEIC (an iPhone's own format), which we cannot open. Send it as an ordinary photo from WhatsApp, or make it a JPEG first.
document-office = That is a Word, Excel or zip file. Send a photo of the document (JPEG or PNG), or save it as a PDF.
document-too-many-pages = That PDF has more than { $pages } pages. Send only the pages that are asked for.
document-broken = The file is broken or cut short and cannot be opened. Take the photo again and send the new one.
document-locked = That PDF is locked with a password. Send one that is not, or a photo of the page.
document-active = That PDF holds a program or an attachment, so for safety we do not open it. Send a photo of the page.

# What keeps a page from being read, and how to do better.
finding-blurred = The photo is blurred.
finding-blurred-advice = Hold the phone with both hands, tap the writing on the screen, wait until it is sharp, then take it again.
finding-too_dark = The photo is too dark.
finding-too_dark-advice = Take it again near a window or under a lamp.
finding-glare = Reflected light covers the writing.
finding-glare-advice = Turn the flash off, tilt it a little or move away from the lamp, then take it again.
finding-cut_off = A part of the page is cut off.
finding-cut_off-advice = Take it again from a little farther away until all four corners are in view.
finding-too_small = The writing is too small to be read.
finding-too_small-advice = Take it again from closer, until the page fills the screen.
finding-rotated = The photo is on its side or upside down.
finding-rotated-advice = Turn the photo until the writing is upright, or take it again.
finding-not_a_document = That does not look like a document.
finding-not_a_document-advice = Lay the document flat and photograph the whole page.
finding-screenshot = That is a screenshot, not a photo of the document.
finding-screenshot-advice = Send the original photo, or photograph the document again.
