import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { send } from "../api.ts";

const BEAT_MS = 45_000;
/** A device that nobody touched for so long says nothing more: its owner counts as gone, unless another one of theirs speaks. */
const IDLE_MS = 5 * 60_000;
const DEVICE = "prilavok.device";
const SIGNS = ["pointerdown", "keydown", "wheel", "focus"] as const;

/** Tells the shop that this browser's owner is at it; gives how to say that they are away, or back. */
export function usePresence(): (away: boolean) => Promise<unknown> {
	const queries = useQueryClient();
	useEffect(() => {
		let touchedAt = Date.now();
		let isSilent = false;
		const beat = () => void tell({}).catch(() => {});
		function touched() {
			touchedAt = Date.now();
			if (isSilent) beat();
			isSilent = false;
		}
		const timer = setInterval(() => {
			isSilent = Date.now() - touchedAt > IDLE_MS;
			if (!isSilent) beat();
		}, BEAT_MS);
		beat();
		for (const sign of SIGNS) window.addEventListener(sign, touched, { passive: true });
		return () => {
			clearInterval(timer);
			for (const sign of SIGNS) window.removeEventListener(sign, touched);
		};
	}, []);
	return useCallback(
		(away) => tell({ away }).finally(() => queries.invalidateQueries({ queryKey: ["team"] })),
		[queries],
	);
}

function tell(body: { away?: boolean }): Promise<unknown> {
	return send("POST", "/api/team/presence", { device: deviceId(), ...body });
}

/** One name per browser: two of them are two devices of one member. */
function deviceId(): string {
	const kept = localStorage.getItem(DEVICE);
	if (kept) return kept;
	const made = `web-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
	localStorage.setItem(DEVICE, made);
	return made;
}
