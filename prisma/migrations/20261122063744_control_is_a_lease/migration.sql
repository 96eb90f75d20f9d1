-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "answer_by" TIMESTAMPTZ(3),
ADD COLUMN     "ask_run_id" UUID,
ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_holder_id" TEXT,
ADD COLUMN     "lease" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "promise_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "promise_id" UUID,
ADD COLUMN     "staff_said_at" TIMESTAMPTZ(3),
ADD COLUMN     "staff_typed_at" TIMESTAMPTZ(3),
ADD COLUMN     "watched" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "away" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "given_at" TIMESTAMPTZ(3),
ADD COLUMN     "load_limit" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN     "teams" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "lease" INTEGER;

-- CreateTable
CREATE TABLE "promise" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" TEXT,
    "team" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "made_by" TEXT NOT NULL,
    "key" TEXT,
    "word" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "promise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft" (
    "conversation_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("conversation_id","member_id")
);

-- CreateTable
CREATE TABLE "later_reply" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "later_reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mention" (
    "message_id" BIGINT NOT NULL,
    "member_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "mention_pkey" PRIMARY KEY ("message_id","member_id")
);

-- CreateTable
CREATE TABLE "own_reply" (
    "member_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "own_reply_pkey" PRIMARY KEY ("member_id","key")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "member_id" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presence" (
    "member_id" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("member_id","device")
);

-- CreateIndex
CREATE UNIQUE INDEX "promise_key_key" ON "promise"("key");

-- CreateIndex
CREATE INDEX "promise_conversation_id_state_idx" ON "promise"("conversation_id", "state");

-- CreateIndex
CREATE INDEX "promise_state_due_at_idx" ON "promise"("state", "due_at");

-- CreateIndex
CREATE INDEX "promise_owner_id_state_idx" ON "promise"("owner_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "later_reply_key_key" ON "later_reply"("key");

-- CreateIndex
CREATE INDEX "later_reply_conversation_id_state_idx" ON "later_reply"("conversation_id", "state");

-- CreateIndex
CREATE INDEX "mention_member_id_seen_at_idx" ON "mention"("member_id", "seen_at");

-- CreateIndex
CREATE INDEX "saved_view_member_id_idx" ON "saved_view"("member_id");

-- CreateIndex
CREATE INDEX "conversation_holder_id_idx" ON "conversation"("holder_id");

-- CreateIndex
CREATE INDEX "conversation_team_control_idx" ON "conversation"("team", "control");

-- AddForeignKey
ALTER TABLE "promise" ADD CONSTRAINT "promise_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is not in the models: Prisma has no word for an expression or a part of a table.
-- The queue of the inbox: few rows of many wait.
CREATE INDEX conversation_waits ON conversation (unanswered_since) WHERE unanswered_since IS NOT NULL;
CREATE INDEX conversation_promised ON conversation (promise_due_at) WHERE promise_due_at IS NOT NULL;
CREATE INDEX conversation_led ON conversation (control) WHERE control <> 'bot';
-- Words in any form: `russian` reads Latin words as English.
CREATE INDEX message_words ON message USING gin (to_tsvector('russian', text));
