-- CreateTable
CREATE TABLE "desk_update" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "update" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "next_try_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "desk_update_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_group" (
    "account" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'ru',
    "bound_by" TEXT NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "spent" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
    "paused_until" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "overflow_id" INTEGER,
    "overflow_count" INTEGER NOT NULL DEFAULT 0,
    "digest_day" TEXT,

    CONSTRAINT "desk_group_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "desk_member" (
    "account" TEXT NOT NULL,
    "native_id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_member_pkey" PRIMARY KEY ("account","native_id")
);

-- CreateTable
CREATE TABLE "desk_code" (
    "hash" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "opens" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_code_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "desk_topic" (
    "conversation_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "thread_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "called_now" TEXT NOT NULL,
    "header_id" INTEGER,
    "header_hash" TEXT,
    "pinned" BOOLEAN NOT NULL DEFAULT false,
    "card_id" INTEGER,
    "card_from" BIGINT NOT NULL DEFAULT 0,
    "card_to" BIGINT NOT NULL DEFAULT 0,
    "card_hash" TEXT,
    "card_at" TIMESTAMPTZ(3),
    "card_skipped" INTEGER NOT NULL DEFAULT 0,
    "question" TIMESTAMPTZ(3),
    "files_to" BIGINT NOT NULL DEFAULT 0,
    "due_told" TIMESTAMPTZ(3),
    "closed" BOOLEAN NOT NULL DEFAULT false,
    "drawn_version" INTEGER NOT NULL DEFAULT -1,
    "drawn_to" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "desk_topic_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateTable
CREATE TABLE "desk_card" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    "conversation_id" UUID,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "reply_to" INTEGER,
    "message_id" INTEGER,
    "hash" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_line" (
    "account" TEXT NOT NULL,
    "chat_id" TEXT NOT NULL,
    "message_id" INTEGER NOT NULL,
    "conversation_id" UUID NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "intent" TEXT,
    "line" BIGINT,
    "mark" TEXT,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_line_pkey" PRIMARY KEY ("account","chat_id","message_id")
);

-- CreateIndex
CREATE INDEX "desk_update_state_id_idx" ON "desk_update"("state", "id");

-- CreateIndex
CREATE UNIQUE INDEX "desk_update_account_key_key" ON "desk_update"("account", "key");

-- CreateIndex
CREATE UNIQUE INDEX "desk_member_account_member_id_key" ON "desk_member"("account", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "desk_topic_account_thread_id_key" ON "desk_topic"("account", "thread_id");

-- CreateIndex
CREATE UNIQUE INDEX "desk_card_key_key" ON "desk_card"("key");

-- CreateIndex
CREATE INDEX "desk_card_conversation_id_idx" ON "desk_card"("conversation_id");

-- CreateIndex
CREATE INDEX "desk_card_account_message_id_idx" ON "desk_card"("account", "message_id");

-- CreateIndex
CREATE INDEX "desk_line_conversation_id_idx" ON "desk_line"("conversation_id");
