/** A step round another one, and its words behind which the inner one stands. */
export interface Nest {
	readonly step: object;
	readonly words: readonly Word[];
}

export type Word = string | number;

/**
 * Where a word stands: in the file, and in which step. A folder has hundreds of thousands of words and few of them are ever
 * asked for their place: each keeps its last word and the place it is in, and writes out the way to itself when asked.
 */
export class Where {
	/** The step it belongs to; none in the head of a file. */
	readonly step: object | undefined;
	/** The steps round it, outermost first. */
	readonly within: readonly Nest[];
	private readonly outer: Where | undefined;
	private readonly word: Word;
	private readonly depth: number;
	/** How many words lead to its step. */
	private readonly stepDepth: number;

	private constructor(outer: Where | undefined, word: Word, step?: { step: object; within: readonly Nest[] }) {
		this.outer = outer;
		this.word = word;
		this.depth = outer ? outer.depth + 1 : 0;
		this.step = step ? step.step : outer?.step;
		this.within = step ? step.within : (outer?.within ?? []);
		this.stepDepth = step ? this.depth : (outer?.stepDepth ?? 0);
	}

	/** The root of a file. */
	static readonly root = new Where(undefined, "");

	/** One word further in. */
	inside(word: Word): Where {
		return new Where(this, word);
	}

	/** The same place, as the beginning of a step. */
	asStep(step: object): Where {
		const within = this.step ? [...this.within, { step: this.step, words: this.words }] : this.within;
		return new Where(this.outer, this.word, { step, within });
	}

	/** From the root of the file: `["steps", 4, "text"]`. */
	get path(): Word[] {
		return this.wordsBehind(0);
	}

	/** Its words from the step it belongs to. */
	get words(): Word[] {
		return this.wordsBehind(this.stepDepth);
	}

	private wordsBehind(depth: number): Word[] {
		const words = new Array<Word>(this.depth - depth);
		let at: Where = this;
		for (let place = words.length - 1; place >= 0; place--) {
			words[place] = at.word;
			at = at.outer ?? at;
		}
		return words;
	}
}
