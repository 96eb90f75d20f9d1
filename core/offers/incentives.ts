import { reckonCoupon } from "./reckon-coupon.ts";
import { redeemCoupon, restoreCoupon } from "./redeem-coupon.ts";

/** What orders are handed of offers, so that the two stay strangers. */
export const incentives = { redeem: redeemCoupon, reckon: reckonCoupon, restore: restoreCoupon };
