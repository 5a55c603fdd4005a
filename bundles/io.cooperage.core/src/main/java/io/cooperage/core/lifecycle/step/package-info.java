/**
 * The steps of every action on a CT, each with its undo. They compute from records, journaled
 * values and the kernel alone; what they keep in memory between each other only saves work.
 */
package io.cooperage.core.lifecycle.step;
