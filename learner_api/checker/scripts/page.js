// The page of the checker: takes a picture, a camera or a text. Nothing leaves the
// device until the button for it is pressed.
'use strict';

function checkPicture(file) {
  say('open', words.looking, []);
  const image = new Image();
  const address = URL.createObjectURL(file);
  image.onload = () => {
    // Time for the words above to be seen.
    setTimeout(async () => {
      const text = await codeIn(image, image.naturalWidth, image.naturalHeight, [3600, 1800, 1000]);
      URL.revokeObjectURL(address);
      if (text) {
        await check(text);
      } else {
        say('bad', words.noCode, [words.noCodeMeans]);
      }
    }, 50);
  };
  image.onerror = () => say('bad', words.noPicture, [words.noPictureMeans]);
  image.src = address;
}

let stream = null;

function stopCamera() {
  if (stream) {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
  }
  element('viewfinder').hidden = true;
  element('camera').textContent = words.scan;
}

async function startCamera() {
  const video = element('video');
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: {facingMode: 'environment', width: {ideal: 1920}, height: {ideal: 1080}},
    });
  } catch {
    say('open', words.noCamera, [words.noCameraMeans]);
    return;
  }
  video.srcObject = stream;
  await video.play();
  element('viewfinder').hidden = false;
  element('camera').textContent = words.stopScanning;
  while (stream) {
    const text = video.videoWidth
      && await codeIn(video, video.videoWidth, video.videoHeight, [1280]);
    if (text && stream) {
      stopCamera();
      await check(text);
    }
    await new Promise((done) => setTimeout(done, 150));
  }
}

element('file').addEventListener('change', (event) => {
  const [file] = event.target.files;
  if (file) {
    checkPicture(file);
  }
  event.target.value = '';
});
element('typed').addEventListener('submit', (event) => {
  event.preventDefault();
  check(element('text').value);
});
element('ask').addEventListener('click', askRegister);
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) {
    checkPicture(file);
  }
});
if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  element('camera').hidden = false;
  element('camera').addEventListener('click', () => (stream ? stopCamera() : startCamera()));
}
