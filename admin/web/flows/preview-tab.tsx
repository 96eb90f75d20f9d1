import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { type FlowPreviewView, flowPreview } from "#admin/contract/flow-preview.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Bubble } from "../try/bubble.tsx";

const CHOICES = { customer: "typicalCustomer", channel: "channelChoice", language: "language" } as const;
type Choice = keyof typeof CHOICES;
const NAMES: readonly Choice[] = ["customer", "channel", "language"];

/** Every message of a flow as a phone shows it: for a typical customer, on a channel, in a language. */
export function PreviewTab({ flow }: { flow: string }) {
	const { t, name } = useSpeech();
	const [asked, setAsked] = useSearchParams();
	const query = new URLSearchParams(
		NAMES.flatMap((choice) => {
			const value = asked.get(choice);
			return value === null ? [] : [[choice, value]];
		}),
	).toString();
	const preview = useQuery({
		queryKey: ["flow-preview", flow, query],
		queryFn: () => get(`/api/flows/${encodeURIComponent(flow)}/preview?${query}`, flowPreview),
		placeholderData: (before) => before,
	});
	function choose(choice: Choice, value: string) {
		setAsked((before) => {
			const after = new URLSearchParams(before);
			after.set(choice, value);
			return after;
		});
	}
	return (
		<Loaded query={preview}>
			{(shown) => (
				<>
					<div className="picture-head">
						{NAMES.map((choice) => (
							<label key={choice} className="choice">
								{t(CHOICES[choice])}
								<select value={shown[choice]} onChange={(event) => choose(choice, event.target.value)}>
									{optionsOf(shown, choice).map((one) => (
										<option key={one} value={one}>
											{name(one)}
										</option>
									))}
								</select>
							</label>
						))}
					</div>
					{shown.messages.length === 0 ? <Empty>{t("saysNothing")}</Empty> : <Screens preview={shown} />}
				</>
			)}
		</Loaded>
	);
}

function optionsOf(preview: FlowPreviewView, choice: Choice): readonly string[] {
	if (choice === "customer") return preview.customers;
	return choice === "channel" ? preview.channels : preview.languages;
}

function Screens({ preview }: { preview: FlowPreviewView }) {
	return (
		<ul className="previews">
			{keyed(preview.messages, ({ step, part, where }) => `${step} ${part} ${where}`).map(({ key, item: message }) => (
				<li key={key}>
					<Screen message={message} language={preview.language} />
				</li>
			))}
		</ul>
	);
}

function Screen({ message, language }: { message: FlowPreviewView["messages"][number]; language: string }) {
	const { t, name } = useSpeech();
	return (
		<figure className="phone-part">
			<figcaption>
				<strong>{message.step}</strong> <span className="faint">:{message.line}</span>{" "}
				<span className="pills">
					<Pill>{name(`part_${message.part}`)}</Pill>
					{message.uninvited && <Pill tone="info">{t("proactive")}</Pill>}
					{message.where.map((one) => (
						<Pill key={one}>{one}</Pill>
					))}
					{message.when && (
						<Pill tone={message.when.holds ? "plain" : "warn"}>
							{message.when.formula}: {t(message.when.holds ? "yes" : "no")}
						</Pill>
					)}
				</span>
			</figcaption>
			<div className="chat" lang={language}>
				<div>
					{message.shown.map((one) => (
						<Bubble key={one.id} message={one} />
					))}
					{message.silent && (
						<p className="faint">
							{t("notShown")}: {message.silent}
						</p>
					)}
					{message.failure && <p role="alert">{message.failure}</p>}
				</div>
			</div>
			{message.templates.map((template) => (
				<small key={template.name}>
					{t("template")} {template.name}: {template.params.join(" · ")}
				</small>
			))}
		</figure>
	);
}
