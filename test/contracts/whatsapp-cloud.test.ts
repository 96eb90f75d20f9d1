import { cloudCounter } from "#test/bots/whatsapp/counter.ts";
import { channelContract } from "./channel.ts";

channelContract("whatsapp-cloud", () => cloudCounter());
