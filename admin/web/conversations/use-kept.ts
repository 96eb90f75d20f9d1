import { useState } from "react";

/** Words kept in this browser until they are sent. */
export function useKept(place: string): [string, (text: string) => void] {
	const [text, setText] = useState(() => localStorage.getItem(place) ?? "");
	return [
		text,
		(next) => {
			if (next === "") localStorage.removeItem(place);
			else localStorage.setItem(place, next);
			setText(next);
		},
	];
}
