import type { PhoneAct, PhoneMessage } from "#admin/contract/phones.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { StyledText } from "./styled-text.tsx";

/** One message on a phone's screen, with its buttons; without `act` they are only looked at. */
export function Bubble({ message, act }: { message: PhoneMessage; act?: (act: PhoneAct) => void }) {
	const { t, name, time } = useSpeech();
	return (
		<div className={`bubble from-${message.from}`}>
			<div className="body">
				{message.photos.length > 0 && (
					<div className={message.photos.length > 1 ? "album" : ""}>
						{keyed(message.photos, (photo) => photo).map(({ key, item: photo }) => (
							<img key={key} src={photo} alt={t("sendPhoto")} />
						))}
					</div>
				)}
				{keyed(message.files, (file) => file).map(({ key, item: file }) => (
					<p key={key}>📎 {name(file)}</p>
				))}
				{message.extra && <p className="extra">{message.extra}</p>}
				{message.text && (
					<p>
						<StyledText text={message.text} styles={message.styles} />
					</p>
				)}
				{message.reactions.length > 0 && <p className="reactions">{message.reactions.join(" ")}</p>}
				<time dateTime={message.at}>
					{message.edited && `${t("edited")} `}
					{time(message.at)}
				</time>
			</div>
			{keyed(message.buttons, () => "row").map(({ key: rowKey, item: row }, rowIndex) => (
				<div className="button-row" key={rowKey}>
					{keyed(row, ({ label }) => label).map(({ key, item: button }, column) =>
						button.url ? (
							<a key={key} href={button.url} target="_blank" rel="noreferrer" className="button">
								{button.label} ↗
							</a>
						) : !act ? (
							<span key={key} className="button">
								{button.label}
							</span>
						) : (
							<button
								key={key}
								type="button"
								onClick={() => act({ act: "press", message: message.id, row: rowIndex, column })}
							>
								{button.label}
							</button>
						),
					)}
				</div>
			))}
		</div>
	);
}
