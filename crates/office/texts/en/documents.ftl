# Why a file is not taken, and what to send instead.

document-empty = The file is empty. Take the photo again and send the new one.
document-too-large = The file is too large. Send the photo as an ordinary picture, or scan it smaller.
document-not-a-document = The file is neither a photo (JPEG or PNG) nor a PDF. Send a photo of the document, or a PDF.
