// Pictures of a code: read by the browser where it can, and by our own reader.
'use strict';

// The text of a code: by the browser where it can, and by our own reader.
async function codeIn(source, width, height, sides) {
  if ('BarcodeDetector' in window) {
    try {
      const found = await new BarcodeDetector({formats: ['qr_code']}).detect(source);
      if (found.length) {
        return found[0].rawValue;
      }
    } catch {
      // Some browsers have the name and not the reader.
    }
  }
  for (const side of sides) {
    const share = Math.min(1, side / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * share);
    canvas.height = Math.round(height * share);
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    const grey = new Uint8Array(data.length / 4);
    for (let at = 0; at < grey.length; at += 1) {
      grey[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 151 + data[at * 4 + 2] * 28) >> 8;
    }
    const text = readCode(grey, canvas.width, canvas.height);
    if (text || share === 1 && side === sides[sides.length - 1]) {
      return text;
    }
  }
  return null;
}
