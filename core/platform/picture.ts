import sharp from "sharp";

/** A drawing (SVG) as a picture that every messenger shows. Letters are those of the machine's fonts; without any they are missing. */
export function pngOf(svg: string): Promise<Buffer> {
	return sharp(Buffer.from(svg), { density: 96 }).png({ compressionLevel: 9 }).toBuffer();
}
