// whatsapp-web.js brings puppeteer, whose install script downloads a browser and fails where it cannot.
module.exports = { skipDownload: true };
