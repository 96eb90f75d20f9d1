import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useSpeech } from "../language.tsx";

/** As much as the server takes; more is refused before it is sent. */
const LARGEST = 100 * 1024 * 1024;

type BringFileParts<Brought> = {
	readonly title: string;
	readonly hint: string;
	/** Where one comes from. */
	readonly back: string;
	readonly bring: (file: File) => Promise<Brought>;
	/** What stands below until a file is brought. */
	readonly below?: ReactNode;
	readonly children: (brought: Brought) => ReactNode;
};

/** The first step of an import: a file is chosen and brought; what follows is the children's. */
export function BringFile<Brought>({ title, hint, back, bring, below, children }: BringFileParts<Brought>) {
	const { t, trouble } = useSpeech();
	const [tooLarge, setTooLarge] = useState(false);
	const bringing = useMutation({ mutationFn: bring });

	function read(file: File | undefined) {
		bringing.reset();
		setTooLarge((file?.size ?? 0) > LARGEST);
		if (file && file.size <= LARGEST) bringing.mutate(file);
	}

	return (
		<section className="screen">
			<header>
				<Link href={back} className="back" aria-label={t("back")}>
					←
				</Link>
				<h1>{title}</h1>
			</header>
			<p className="faint">{hint}</p>
			<label className="file-pick">
				{t("importChoose")}
				<input type="file" accept=".csv,.txt,text/csv" onChange={(event) => read(event.target.files?.[0])} />
			</label>
			{tooLarge && <p role="alert">{t("importTooLarge")}</p>}
			{bringing.isPending && (
				<output className="state">
					<span className="spinner" />
					{t("importBringing")}
				</output>
			)}
			{bringing.isError && <p role="alert">{trouble(bringing.error)}</p>}
			{bringing.data ? children(bringing.data) : below}
		</section>
	);
}
