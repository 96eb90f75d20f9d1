import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import type { Command } from "./commands.tsx";

/** Which key does what on the screen that is shown. */
export function KeyHelp({ commands, close }: { commands: readonly Command[]; close: () => void }) {
	const { t } = useSpeech();
	return (
		<Dialog title={t("keyHelp")} close={close}>
			<dl className="keys">
				<div>
					<dt>
						<kbd>Ctrl</kbd> <kbd>K</kbd>
					</dt>
					<dd>{t("commandBar")}</dd>
				</div>
				{commands
					.filter(({ key }) => key !== undefined)
					.map(({ key, title }) => (
						<div key={key}>
							<dt>
								<kbd>{key}</kbd>
							</dt>
							<dd>{title}</dd>
						</div>
					))}
			</dl>
			<p className="faint">{t("keyNote")}</p>
		</Dialog>
	);
}
