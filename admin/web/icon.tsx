const PATHS = {
	conversations: "M4 5h16v11H9l-5 4z",
	orders: "M4 9h16l-2 11H6zM8 9l4-6 4 6",
	catalogue: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
	counter: "M3 11h18v9H3zM6 11V5h9v6M9 8h3M15 15h3",
	customers: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-5 4-7 8-7s8 2 8 7",
	flows: "M6 3v6a4 4 0 0 0 4 4h8m-4-4 4 4-4 4M6 13v8",
	health: "M3 12h4l3-7 4 14 3-7h4",
	channels: "M4 12a8 8 0 0 1 16 0M7 12a5 5 0 0 1 10 0M12 12v9M10 12a2 2 0 1 0 4 0 2 2 0 0 0-4 0z",
	reports: "M4 20V10M10 20V4M16 20v-7M3 20h18",
	settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4v6M9 14v6",
	phones: "M7 2h10v20H7zM11 19h2",
	tips: "M9 18h6M10 21h4M8 15v-1.5a6 6 0 1 1 8 0V15z",
	desk: "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H4zM17 14h3v5h-3zM18 19v2h-5",
	language: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18 5-5 5-13 0-18z",
	leave: "M10 4H5v16h5M9 12h12m-4-4 4 4-4 4",
	send: "M3 12 21 4l-6 17-4-7z",
	clip: "M8 12.5 14.5 6a3 3 0 0 1 4.2 4.2l-8.5 8.5a5 5 0 0 1-7-7L11 4",
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside a word, or in its place where the button has a label: never read aloud. */
export function Icon({ name }: { name: IconName }) {
	return (
		<svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
			<path d={PATHS[name]} />
		</svg>
	);
}
