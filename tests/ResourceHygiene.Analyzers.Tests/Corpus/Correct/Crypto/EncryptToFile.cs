using System.Security.Cryptography;

public static class Vault
{
    public static void Save(string path, byte[] key, ReadOnlySpan<byte> secret)
    {
        using Aes aes = Aes.Create();
        aes.Key = key;
        using FileStream file = File.Create(path);
        file.Write(aes.IV);
        using ICryptoTransform encryptor = aes.CreateEncryptor();
        using CryptoStream stream = new(file, encryptor, CryptoStreamMode.Write);
        stream.Write(secret);
    }
}
