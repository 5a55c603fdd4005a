/** Resource controller of physpages and swappages, backed by zram. */
package io.cooperage.controller.vswap;
