-- AlterTable
ALTER TABLE "account" ADD COLUMN     "arriving" DOUBLE PRECISION NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "channel_evidence" ADD COLUMN     "unprompted" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "shown" TEXT;
