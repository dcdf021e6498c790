// Shows a chosen photo before it is sent. The picture stays in this browser; a PDF has no preview.

const WIDTH = 320;

export async function preview(canvas, file) {
  if (!file.type.startsWith("image/") || !window.createImageBitmap) return;
  try {
    const picture = await createImageBitmap(file);
    canvas.width = Math.min(WIDTH, picture.width);
    canvas.height = Math.max(1, Math.round((canvas.width * picture.height) / picture.width));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    canvas.hidden = false;
  } catch (error) {
    // Not a picture after all: the office says so in words.
  }
}
