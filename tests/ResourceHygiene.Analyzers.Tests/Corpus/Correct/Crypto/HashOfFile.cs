using System.Security.Cryptography;

public static class Checksums
{
    public static string Of(string path)
    {
        using SHA256 sha = SHA256.Create();
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(sha.ComputeHash(file));
    }

    public static byte[] OfMany(IEnumerable<byte[]> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in parts)
            hash.AppendData(part);
        return hash.GetHashAndReset();
    }

    public static HashAlgorithm Create(string name) => name switch
    {
        "md5" => MD5.Create(),
        "sha1" => SHA1.Create(),
        _ => SHA256.Create(),
    };
}
