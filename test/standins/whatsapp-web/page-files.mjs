/** A file on its way through the page, as WhatsApp's own code wraps it. */
class OpaqueData {
	constructor(blob, mimetype) {
		this.blob = blob;
		this.type = mimetype;
	}

	static async createFromData(blob, mimetype) {
		return new OpaqueData(blob, mimetype);
	}

	url() {
		return "blob:stand-in";
	}

	autorelease() {}

	formData() {
		return this.blob;
	}
}

/** What is known of a file that is being sent. */
class MediaData {
	constructor(properties) {
		Object.assign(this, properties);
	}

	set(properties) {
		Object.assign(this, properties);
	}

	toJSON() {
		const { mediaBlob: _blob, ...rest } = this;
		return rest;
	}
}

const objects = new Map();
const blobs = new Map();

/** The modules by which the library sends and fetches files. */
export const fileModules = {
	WAWebMediaOpaqueData: OpaqueData,
	WAWebPrepRawMedia: { prepRawMedia: (data, wish) => ({ waitForPrep: () => prepare(data, wish) }) },
	WAWebMediaStorage: {
		getOrCreateMediaObject(filehash) {
			const known = objects.get(filehash) ?? {
				filehash,
				contentInfo: {},
				consolidate(more) {
					Object.assign(this, more);
				},
			};
			objects.set(filehash, known);
			return known;
		},
	},
	WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
	WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
	WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put() {} } },
	WAWebMediaMmsV4Upload: { uploadMedia },
	WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt: download } },
};

async function prepare(data, { asDocument, isPtt }) {
	const kind = data.type.split("/")[0];
	const shown = kind === "image" || kind === "video" || kind === "audio";
	const type = asDocument || !shown ? "document" : isPtt ? "ptt" : kind;
	const digest = await crypto.subtle.digest("SHA-256", await data.blob.arrayBuffer());
	const filehash = btoa(String.fromCharCode(...new Uint8Array(digest)));
	const { size } = data.blob;
	blobs.set(filehash, data.blob);
	return new MediaData({
		type,
		mimetype: data.type,
		mediaBlob: data,
		filehash,
		size,
		filename: data.blob.name,
		isGif: false,
	});
}

async function uploadMedia({ mimetype, mediaObject }) {
	const response = await fetch("/files", {
		method: "POST",
		headers: { "content-type": mimetype },
		body: blobs.get(mediaObject.filehash),
	});
	if (!response.ok) throw new Error("upload failed");
	const { path } = await response.json();
	return { mediaEntry: { directPath: path, mmsUrl: path, mediaKey: "key", mediaKeyTimestamp: 0, encFilehash: path } };
}

async function download({ directPath }) {
	const response = await fetch(directPath);
	if (!response.ok) throw Object.assign(new Error("download failed"), { status: response.status });
	return response.arrayBuffer();
}
