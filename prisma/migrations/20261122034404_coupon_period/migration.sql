-- AlterTable
ALTER TABLE "coupon" ADD COLUMN     "period" TEXT NOT NULL DEFAULT '';
