import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";

/** How a picture lies in its frame. */
export type View = { readonly x: number; readonly y: number; readonly scale: number };

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type Size = Pick<Box, "width" | "height">;

const SMALLEST = 0.15;
const LARGEST = 2;
/** Below this words are not read; a larger picture begins at its start instead of being shown whole. */
const READABLE = 0.8;
const STEP = 60;

/**
 * Moves and enlarges a picture: drag or one finger, wheel, Ctrl and wheel or two fingers, arrow keys, plus, minus and 0.
 * `dragged` says whether the press that just ended moved the picture, and so meant nothing else.
 */
export function usePanZoom(picture: Size, { from, look }: { from: Box | undefined; look: Box | undefined }) {
	const frame = useRef<HTMLDivElement>(null);
	const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 });
	const fingers = useRef(new Map<number, { x: number; y: number }>());
	const moved = useRef(0);

	const zoomAt = useCallback((factor: number, x: number, y: number) => {
		setView((before) => {
			const scale = Math.min(LARGEST, Math.max(SMALLEST, before.scale * factor));
			const by = scale / before.scale;
			return { scale, x: x - (x - before.x) * by, y: y - (y - before.y) * by };
		});
	}, []);
	const pan = useCallback((dx: number, dy: number) => {
		setView((before) => ({ ...before, x: before.x + dx, y: before.y + dy }));
	}, []);
	const showAll = useCallback(() => {
		const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
		const scale = Math.min(1, clientWidth / picture.width, clientHeight / picture.height);
		setView({ scale, x: (clientWidth - picture.width * scale) / 2, y: 0 });
	}, [picture.width, picture.height]);
	const begin = useCallback(() => {
		const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
		const scale = Math.min(1, Math.max(READABLE, clientWidth / picture.width));
		const first = look ?? from;
		const fits = picture.width * scale <= clientWidth;
		const middle = first && !fits ? first.x + first.width / 2 : picture.width / 2;
		// What the address asks for is shown in the middle; otherwise the picture is read from above.
		const top = look ? clientHeight / 2 - (look.y + look.height / 2) * scale : 0;
		setView({ scale, x: clientWidth / 2 - middle * scale, y: Math.min(0, top) });
	}, [picture.width, from, look]);

	// What is counted anew is drawn in the same place: only another picture begins anew.
	// biome-ignore lint/correctness/useExhaustiveDependencies: `begin` changes with every answer of the server
	useEffect(begin, [picture.width, picture.height]);

	// React listens to wheels passively, and a passive listener cannot keep the page from scrolling too.
	useEffect(() => {
		const box = frame.current;
		function turn(event: WheelEvent) {
			event.preventDefault();
			const { left = 0, top = 0 } = box?.getBoundingClientRect() ?? {};
			if (event.ctrlKey || event.metaKey)
				zoomAt(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
			else pan(-event.deltaX, -event.deltaY);
		}
		box?.addEventListener("wheel", turn, { passive: false });
		return () => box?.removeEventListener("wheel", turn);
	}, [pan, zoomAt]);

	function zoom(factor: number) {
		const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
		zoomAt(factor, clientWidth / 2, clientHeight / 2);
	}
	function onKeyDown(event: KeyboardEvent) {
		const act = KEYS[event.key];
		if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		if (act === "in") zoom(1.25);
		else if (act === "out") zoom(0.8);
		else if (act === "fit") showAll();
		else pan(act.dx, act.dy);
	}
	function onPointerDown(event: PointerEvent) {
		fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
		moved.current = 0;
	}
	function onPointerMove(event: PointerEvent) {
		const before = fingers.current.get(event.pointerId);
		if (!before) return;
		const now = { x: event.clientX, y: event.clientY };
		const [other] = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
		fingers.current.set(event.pointerId, now);
		const distance = Math.hypot(now.x - before.x, now.y - before.y);
		moved.current += distance;
		if (moved.current < CLUMSY) return;
		// From here on it is a drag: the pointer is heard outside the frame too.
		event.currentTarget.setPointerCapture(event.pointerId);
		if (!other) {
			pan(now.x - before.x, now.y - before.y);
			return;
		}
		const { left, top } = event.currentTarget.getBoundingClientRect();
		const factor = apart(now, other) / Math.max(1, apart(before, other));
		zoomAt(factor, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
	}
	function lift(event: PointerEvent) {
		fingers.current.delete(event.pointerId);
	}

	return {
		frame,
		view,
		zoom,
		showAll,
		onKeyDown,
		pointer: { onPointerDown, onPointerMove, onPointerUp: lift, onPointerCancel: lift },
		dragged: () => moved.current >= CLUMSY,
	};
}

/** A press may tremble so far, in pixels, and is still a press. */
const CLUMSY = 6;

const KEYS: Readonly<Record<string, "in" | "out" | "fit" | { readonly dx: number; readonly dy: number }>> = {
	"+": "in",
	"=": "in",
	"-": "out",
	"0": "fit",
	ArrowLeft: { dx: STEP, dy: 0 },
	ArrowRight: { dx: -STEP, dy: 0 },
	ArrowUp: { dx: 0, dy: STEP },
	ArrowDown: { dx: 0, dy: -STEP },
};

function apart(a: { x: number; y: number }, b: { x: number; y: number }): number {
	return Math.hypot(a.x - b.x, a.y - b.y);
}
