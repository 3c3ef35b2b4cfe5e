import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { projects } from '../../vitest.shared.js';

// Chromium's Vulkan loader and software driver serve Dawn in Node too; workers inherit this before they load any library
const chromium = '/usr/lib/chromium';
if (existsSync(`${chromium}/libvulkan.so.1`)) {
  process.env.LD_LIBRARY_PATH = [chromium, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  process.env.VK_ICD_FILENAMES ??= `${chromium}/vk_swiftshader_icd.json`;
}

// found by Vite in the middle of a test, gpu.js would make the page load again
const optimizeDeps = { include: ['gpu.js'], exclude: ['webgpu'] };
const all = projects('backend-gpujs', import.meta.dirname);
for (const project of all) project.optimizeDeps = optimizeDeps;

export default defineConfig({ test: { projects: all } });
