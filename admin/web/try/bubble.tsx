import type { PhoneAct, PhoneMessage } from "#admin/contract/phones.ts";
import { useSpeech } from "../language.tsx";
import { StyledText } from "./styled-text.tsx";

/** One message on a phone's screen, with its buttons. */
export function Bubble({ message, act }: { message: PhoneMessage; act: (act: PhoneAct) => void }) {
	const { t, time } = useSpeech();
	return (
		<div className={`bubble from-${message.from}`}>
			<div className="body">
				{message.photos.length > 0 && (
					<div className={message.photos.length > 1 ? "album" : ""}>
						{message.photos.map((photo) => (
							<img key={photo} src={photo} alt="" />
						))}
					</div>
				)}
				{message.files.map((file) => (
					<p key={file}>📎 {file}</p>
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
			{message.buttons.map((row, rowIndex) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place under the message
				<div className="button-row" key={`${message.id}-${rowIndex}`}>
					{row.map((button, column) =>
						button.url ? (
							<a key={button.label} href={button.url} target="_blank" rel="noreferrer" className="button">
								{button.label} ↗
							</a>
						) : (
							<button
								key={button.label}
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
