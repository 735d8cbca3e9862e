/** By the host of a provider, the variables in which its users keep its key, as its own documentation names them. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  "api.openai.com": ["OPENAI_API_KEY"],
  "api.anthropic.com": ["ANTHROPIC_API_KEY"],
  "openrouter.ai": ["OPENROUTER_API_KEY"],
  "api.mistral.ai": ["MISTRAL_API_KEY"],
  "api.groq.com": ["GROQ_API_KEY"],
  "api.together.xyz": ["TOGETHER_API_KEY", "TOGETHER_AI_API_KEY"],
  "api.fireworks.ai": ["FIREWORKS_API_KEY"],
  "api.deepseek.com": ["DEEPSEEK_API_KEY"],
  "api.x.ai": ["XAI_API_KEY"],
  "api.perplexity.ai": ["PERPLEXITY_API_KEY"],
  "api.cohere.ai": ["COHERE_API_KEY", "CO_API_KEY"],
  "api.cerebras.ai": ["CEREBRAS_API_KEY"],
  "api.deepinfra.com": ["DEEPINFRA_API_KEY"],
  "api.hyperbolic.xyz": ["HYPERBOLIC_API_KEY"],
  "api.sambanova.ai": ["SAMBANOVA_API_KEY"],
  "integrate.api.nvidia.com": ["NVIDIA_API_KEY"],
  "router.huggingface.co": ["HF_TOKEN"],
  "generativelanguage.googleapis.com": ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  "dashscope.aliyuncs.com": ["DASHSCOPE_API_KEY"],
  "dashscope-intl.aliyuncs.com": ["DASHSCOPE_API_KEY"],
  "api.moonshot.ai": ["MOONSHOT_API_KEY"],
  "models.github.ai": ["GITHUB_TOKEN"],
};

/** The variables in which users keep the key of a host: to send one of them there surprises nobody. None for other hosts. */
export function usualKeys(host: string): readonly string[] {
  return Object.hasOwn(USUAL, host) ? USUAL[host]! : [];
}
