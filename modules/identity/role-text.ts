/** Made-up descriptions of roles: IAM takes 1,000 characters of Latin-1, and construct paths may hold others. */
export function roleText(text: string): string {
  return text.replace(/[^ -~¡-ÿ]/g, '-').slice(0, 1000);
}
