import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useSpeech } from "../language.tsx";
import { useToast } from "./toasts.tsx";

/** What shows a conversation is fetched anew. */
export function useRefresh(conversationId: string): () => Promise<unknown> {
	const queries = useQueryClient();
	return useCallback(
		() =>
			Promise.all([
				queries.invalidateQueries({ queryKey: ["thread", conversationId] }),
				queries.invalidateQueries({ queryKey: ["conversations"] }),
				queries.invalidateQueries({ queryKey: ["card"] }),
				queries.invalidateQueries({ queryKey: ["tags"] }),
			]),
		[queries, conversationId],
	);
}

/** One act in a conversation: what shows it is fetched anew afterwards, done or refused; a refusal is told unless the form tells it. */
export function useAct<Input = void>(
	conversationId: string,
	{ act, done, quiet = false }: { act: (input: Input) => Promise<unknown>; done?: () => void; quiet?: boolean },
) {
	const { trouble } = useSpeech();
	const refresh = useRefresh(conversationId);
	const toast = useToast();
	return useMutation({
		mutationFn: act,
		onSuccess: () => done?.(),
		onError: (error) => {
			if (!quiet) toast({ text: trouble(error) });
		},
		onSettled: refresh,
	});
}
