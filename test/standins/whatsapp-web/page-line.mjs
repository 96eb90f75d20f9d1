/** The page's WebSocket to the service: what the service tells, and questions that it answers. */
export function openLine({ told, lost }) {
	const waiting = new Map();
	let count = 0;
	const socket = new WebSocket(`wss://${location.host}/line`);
	const opened = new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
	socket.addEventListener("message", ({ data }) => {
		const message = JSON.parse(data);
		if ("answer" in message) settle(waiting, message);
		else told(message);
	});
	socket.addEventListener("close", lost);
	return {
		/** Tells the service something; its answer, or its no. */
		async ask(what, about = {}) {
			await opened;
			const number = ++count;
			const answer = new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
			socket.send(JSON.stringify({ ask: what, number, ...about }));
			return answer;
		},
	};
}

function settle(waiting, { answer, result, error }) {
	const asked = waiting.get(answer);
	waiting.delete(answer);
	if (error === undefined) asked?.resolve(result);
	else asked?.reject(new Error(error));
}
