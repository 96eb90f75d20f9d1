import { useMemo } from "react";
import { encode } from "uqr";

/** A text as a code for a phone's camera: dark on light whatever the screen's colours, or the camera cannot read it. */
export function QrCode({ text, label }: { text: string; label: string }) {
	const { data, size } = useMemo(() => encode(text, { border: 4 }), [text]);
	const dots = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
	return (
		<svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
			<rect width={size} height={size} fill="#fff" />
			<path d={dots.join("")} fill="#000" />
		</svg>
	);
}
