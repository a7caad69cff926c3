using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

public static class Certificates
{
    public static byte[]? Sign(string thumbprint, byte[] data)
    {
        using X509Store store = new(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
        X509Certificate2Collection certificates = store.Certificates;
        try
        {
            foreach (X509Certificate2 certificate in certificates)
            {
                if (certificate.Thumbprint != thumbprint)
                    continue;
                using RSA? key = certificate.GetRSAPrivateKey();
                return key?.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            return null;
        }
        finally
        {
            foreach (X509Certificate2 certificate in certificates)
                certificate.Dispose();
        }
    }
}
