using System.Security.Cryptography;
using System.Text;

public static class Secrets
{
    public static string Decrypt(byte[] cipher, byte[] key, byte[] iv)
    {
        using (Aes aes = Aes.Create())
        using (ICryptoTransform decryptor = aes.CreateDecryptor(key, iv))
        using (MemoryStream source = new(cipher))
        using (CryptoStream stream = new(source, decryptor, CryptoStreamMode.Read))
        using (StreamReader reader = new(stream, Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }
}
