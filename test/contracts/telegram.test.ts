import { telegramCounter } from "#test/bots/telegram/counter.ts";
import { channelContract } from "./channel.ts";

channelContract("telegram", telegramCounter);
