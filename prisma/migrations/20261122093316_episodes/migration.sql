-- CreateTable
CREATE TABLE "episode" (
    "conversation_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "channel" TEXT,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "reopened" BOOLEAN NOT NULL DEFAULT false,
    "bot_turn" BOOLEAN NOT NULL DEFAULT false,
    "handed" BOOLEAN NOT NULL DEFAULT false,
    "question_left" BOOLEAN NOT NULL DEFAULT false,
    "flows" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "team" TEXT,
    "member_id" TEXT,
    "handling" INTEGER NOT NULL DEFAULT 0,
    "handling_open" INTEGER NOT NULL DEFAULT 0,
    "resolution" INTEGER,
    "resolution_open" INTEGER,
    "promised" INTEGER,

    CONSTRAINT "episode_pkey" PRIMARY KEY ("conversation_id","began_at")
);

-- CreateTable
CREATE TABLE "handoff" (
    "conversation_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "flow" TEXT,
    "step" TEXT,
    "reason" TEXT NOT NULL,
    "team" TEXT,
    "member_id" TEXT,
    "human_at" TIMESTAMPTZ(3),
    "back_at" TIMESTAMPTZ(3),
    "repeated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("conversation_id","at")
);

-- CreateTable
CREATE TABLE "episode_wait" (
    "id" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "member_id" TEXT,
    "team" TEXT,
    "wall" INTEGER NOT NULL,
    "open" INTEGER NOT NULL,
    "promised" INTEGER,

    CONSTRAINT "episode_wait_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "digest" (
    "day" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3),

    CONSTRAINT "digest_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE INDEX "episode_began_at_idx" ON "episode"("began_at");

-- CreateIndex
CREATE INDEX "episode_closed_at_idx" ON "episode"("closed_at");

-- CreateIndex
CREATE INDEX "handoff_at_idx" ON "handoff"("at");

-- CreateIndex
CREATE INDEX "handoff_back_at_idx" ON "handoff"("back_at");

-- CreateIndex
CREATE INDEX "episode_wait_at_kind_idx" ON "episode_wait"("at", "kind");

-- CreateIndex
CREATE INDEX "episode_wait_conversation_id_idx" ON "episode_wait"("conversation_id");

-- CreateIndex
CREATE INDEX "feedback_kind_at_idx" ON "feedback"("kind", "at");

-- What counting episodes reads of the diary, by conversation: a small part of it.
CREATE INDEX "diary_control" ON "diary"("conversation_id", "at") WHERE "name" IN ('control.changed', 'conversation.closed', 'answer.waived');
