/**
 * Jobs: one at a time for each target, made of steps that are journaled before they begin, undone
 * when they fail, and finished or undone by the next engine when this one dies.
 */
package io.cooperage.core.job;
