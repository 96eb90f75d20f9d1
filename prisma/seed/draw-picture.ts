import { crc32, deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number];
/** A colour where the motif covers that point (both from 0 to 1, y downwards), else nothing. */
type Motif = (x: number, y: number) => Colour | undefined;

const WIDTH = 320;
const HEIGHT = 240;

/** A small flat picture (PNG, 320×240) of what lies on a shelf. `shade`, from 0 to 1, tells goods of one shelf apart. */
export function drawPicture(category: string, shade: number): Buffer {
	const motif = MOTIFS[category] ?? round([170, 170, 170]);
	const [top, bottom] = BACKGROUNDS[category] ?? [
		[235, 235, 235],
		[215, 215, 215],
	];
	const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
	for (let line = 0; line < HEIGHT; line++) {
		const start = line * (1 + WIDTH * 3);
		for (let column = 0; column < WIDTH; column++) {
			const [x, y] = [(column + 0.5) / WIDTH, (line + 0.5) / HEIGHT];
			const colour = motif(x, y) ?? plate(x, y) ?? mixed(top, bottom, Math.floor(y * 12) / 12);
			rows.set(tinted(colour, shade), start + 1 + column * 3);
		}
	}
	return png(rows);
}

const BACKGROUNDS: Readonly<Record<string, readonly [Colour, Colour]>> = {
	bakery: [
		[255, 240, 214],
		[246, 214, 165],
	],
	dairy: [
		[228, 242, 255],
		[189, 219, 245],
	],
	vegetables: [
		[232, 247, 221],
		[190, 225, 165],
	],
	honey: [
		[255, 246, 205],
		[250, 220, 130],
	],
	meat: [
		[255, 228, 222],
		[240, 190, 180],
	],
	pies: [
		[255, 236, 220],
		[240, 200, 165],
	],
	cakes: [
		[255, 232, 240],
		[245, 195, 214],
	],
	drinks: [
		[224, 246, 246],
		[175, 222, 225],
	],
	household: [
		[238, 234, 250],
		[205, 198, 232],
	],
};

const MOTIFS: Readonly<Record<string, Motif>> = {
	bakery(x, y) {
		if (!inEllipse(x, y, 0.5, 0.52, 0.3, 0.2)) return undefined;
		const cut = [0.36, 0.5, 0.64].some((place) => Math.abs(x - place + (y - 0.45) * 0.35) < 0.016 && y < 0.58);
		return cut ? [250, 222, 170] : y > 0.62 ? [150, 92, 45] : [186, 120, 62];
	},
	dairy(x, y) {
		if (inBox(x, y, 0.455, 0.16, 0.09, 0.07)) return [80, 130, 200];
		if (inBox(x, y, 0.46, 0.22, 0.08, 0.16)) return [250, 252, 255];
		if (!inEllipse(x, y, 0.5, 0.58, 0.115, 0.26) || y > 0.8) return undefined;
		return y > 0.52 && y < 0.68 ? [80, 130, 200] : [250, 252, 255];
	},
	vegetables(x, y) {
		if (inEllipse(x, y, 0.43, 0.24, 0.04, 0.12) || inEllipse(x, y, 0.57, 0.24, 0.04, 0.12)) return [74, 150, 62];
		if (inEllipse(x, y, 0.5, 0.22, 0.03, 0.14)) return [96, 176, 80];
		const narrow = 0.17 * (1 - (y - 0.34) / 0.52);
		if (y < 0.32 || y > 0.82 || Math.abs(x - 0.5) > narrow) return undefined;
		return Math.floor(y * 18) % 4 === 0 && x > 0.47 ? [214, 108, 32] : [240, 134, 48];
	},
	honey(x, y) {
		if (inBox(x, y, 0.37, 0.22, 0.26, 0.09)) return [120, 78, 40];
		if (!inBox(x, y, 0.35, 0.31, 0.3, 0.48)) return undefined;
		if (inBox(x, y, 0.41, 0.46, 0.18, 0.2)) return [255, 248, 225];
		return x < 0.39 ? [255, 206, 96] : [232, 160, 30];
	},
	meat(x, y) {
		if (inEllipse(x, y, 0.6, 0.47, 0.06, 0.07)) return [250, 244, 235];
		if (inEllipse(x, y, 0.5, 0.53, 0.24, 0.19)) return [190, 62, 58];
		return inEllipse(x, y, 0.5, 0.53, 0.28, 0.23) ? [246, 222, 205] : undefined;
	},
	pies(x, y) {
		if (!inEllipse(x, y, 0.5, 0.66, 0.3, 0.36) || y > 0.68) return undefined;
		if (y > 0.62) return [170, 106, 48];
		const slit = [0.4, 0.5, 0.6].some((place) => inEllipse(x, y, place, 0.5, 0.012, 0.06));
		return slit ? [150, 88, 40] : [222, 160, 84];
	},
	cakes(x, y) {
		if (inEllipse(x, y, 0.5, 0.24, 0.035, 0.05)) return [204, 40, 60];
		if (inEllipse(x, y, 0.5, 0.33, 0.26, 0.07)) return [255, 250, 240];
		if (!inBox(x, y, 0.24, 0.33, 0.52, 0.43)) return undefined;
		return Math.floor((y - 0.33) * 21) % 2 === 0 ? [206, 148, 84] : [255, 240, 216];
	},
	drinks(x, y) {
		const half = 0.16 - (y - 0.22) * 0.09;
		if (y < 0.22 || y > 0.8 || Math.abs(x - 0.5) > half) return undefined;
		if (y < 0.33) return [240, 250, 252];
		return y < 0.38 ? [255, 244, 224] : x < 0.42 ? [206, 96, 66] : [176, 62, 48];
	},
	household(x, y) {
		if (inEllipse(x, y, 0.5, 0.36, 0.22, 0.2) && !inEllipse(x, y, 0.5, 0.38, 0.18, 0.17) && y < 0.46)
			return [140, 96, 58];
		if (!inBox(x, y, 0.28, 0.46, 0.44, 0.32)) return undefined;
		return (Math.floor(x * 25) + Math.floor(y * 19)) % 2 === 0 ? [196, 146, 92] : [166, 116, 68];
	},
};

function round(colour: Colour): Motif {
	return (x, y) => (inEllipse(x, y, 0.5, 0.5, 0.2, 0.26) ? colour : undefined);
}

/** What everything stands on. */
function plate(x: number, y: number): Colour | undefined {
	return inEllipse(x, y, 0.5, 0.79, 0.36, 0.08) ? [255, 255, 255] : undefined;
}

function inEllipse(x: number, y: number, middleX: number, middleY: number, radiusX: number, radiusY: number): boolean {
	return ((x - middleX) / radiusX) ** 2 + ((y - middleY) / radiusY) ** 2 <= 1;
}

function inBox(x: number, y: number, left: number, top: number, width: number, height: number): boolean {
	return x >= left && x <= left + width && y >= top && y <= top + height;
}

function mixed(one: Colour, other: Colour, share: number): Colour {
	const mix = (place: 0 | 1 | 2) => Math.round(one[place] + (other[place] - one[place]) * share);
	return [mix(0), mix(1), mix(2)];
}

function tinted([red, green, blue]: Colour, shade: number): Colour {
	const turn = Math.round((shade - 0.5) * 26);
	const within = (value: number) => Math.min(255, Math.max(0, value));
	return [within(red + turn), within(green), within(blue - turn)];
}

/** The three chunks that a PNG must have. */
function png(rows: Buffer): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(WIDTH, 0);
	header.writeUInt32BE(HEIGHT, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([
		signature,
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(rows)),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
