/**
 * Bandwidth of containers: {@code rate}, {@code ratelimit}, {@code ratein}, {@code ratelimitin} and
 * {@code ratebound} over one hierarchical token bucket for each direction, with a class for each CT
 * that needs one.
 */
package io.cooperage.controller.network;
