-- DropIndex
DROP INDEX "episode_wait_conversation_id_idx";

-- AlterTable
ALTER TABLE "episode" ADD COLUMN     "from_message" BIGINT,
ADD COLUMN     "run_id" UUID;

-- CreateIndex
CREATE INDEX "episode_wait_conversation_id_at_idx" ON "episode_wait"("conversation_id", "at");

-- What counting episodes reads of the diary: a close that was taken back too, or the index serves no question.
DROP INDEX "diary_control";
CREATE INDEX "diary_control" ON "diary"("conversation_id", "at")
	WHERE "name" IN ('control.changed', 'conversation.closed', 'conversation.reopened', 'answer.waived');

-- Episodes whose last words a run may still answer for.
CREATE INDEX "episode_run" ON "episode"("conversation_id") WHERE "run_id" IS NOT NULL;
