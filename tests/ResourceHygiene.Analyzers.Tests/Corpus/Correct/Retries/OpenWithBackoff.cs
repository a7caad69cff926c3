public static class Patient
{
    public static FileStream Open(string path, int attempts)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < attempts)
            {
                Thread.Sleep(20 * attempt);
            }
        }
    }
}
