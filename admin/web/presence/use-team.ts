import { useQuery } from "@tanstack/react-query";
import { team } from "#admin/contract/team.ts";
import { get } from "../api.ts";

/** Who is there, and how much each has to do. Devices fall silent without a word, so it is asked again now and then. */
export function useTeam() {
	return useQuery({ queryKey: ["team"], queryFn: () => get("/api/team", team), refetchInterval: 60_000 });
}
