import { Component, type ReactNode } from "react";
import { useSpeech } from "./language.tsx";

/** A fault in one screen leaves the rest of the page alone; `at` changes (another screen) and it is tried anew. */
export function Caught({ at, children }: { at: string; children: ReactNode }) {
	return (
		<Boundary at={at} shown={(again) => <Fault again={again} />}>
			{children}
		</Boundary>
	);
}

function Fault({ again }: { again: () => void }) {
	const { t } = useSpeech();
	return (
		<div className="state" role="alert">
			<p>{t("screenBroke")}</p>
			<div className="buttons">
				<button type="button" onClick={again}>
					{t("again")}
				</button>
				<button type="button" className="main" onClick={() => location.reload()}>
					{t("reload")}
				</button>
			</div>
		</div>
	);
}

type Props = { readonly at: string; readonly shown: (again: () => void) => ReactNode; readonly children: ReactNode };

/** React tells of a fault while drawing only to a class. The browser's console has the fault itself: React writes it there. */
class Boundary extends Component<Props, { broke: boolean }> {
	override state = { broke: false };

	static getDerivedStateFromError() {
		return { broke: true };
	}

	override componentDidUpdate(before: Props) {
		if (this.state.broke && before.at !== this.props.at) this.setState({ broke: false });
	}

	override render() {
		return this.state.broke ? this.props.shown(() => this.setState({ broke: false })) : this.props.children;
	}
}
