-- AlterTable
ALTER TABLE "feedback" ADD COLUMN     "variant_id" UUID;

-- CreateIndex
CREATE INDEX "feedback_variant_id_at_idx" ON "feedback"("variant_id", "at");
