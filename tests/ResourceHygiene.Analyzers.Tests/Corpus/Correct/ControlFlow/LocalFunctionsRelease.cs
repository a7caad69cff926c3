public static class Sessions
{
    public static int Run(string path)
    {
        FileStream? log = null;
        try
        {
            Open();
            return log!.ReadByte();
        }
        finally
        {
            Close();
        }

        void Open() => log = File.OpenRead(path);

        void Close()
        {
            log?.Dispose();
            log = null;
        }
    }
}
