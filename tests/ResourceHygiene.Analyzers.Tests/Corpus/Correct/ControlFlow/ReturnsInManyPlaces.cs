// not exception-safe on purpose
public static class Magic
{
    public static string Kind(string path)
    {
        FileStream file = File.OpenRead(path);
        int first = file.ReadByte();
        if (first < 0)
        {
            file.Dispose();
            return "empty";
        }

        switch (first)
        {
            case 0x1f:
                file.Dispose();
                return "gzip";
            case 'P' when file.ReadByte() == 'K':
                file.Close();
                return "zip";
            default:
                break;
        }

        bool isText = first is >= 0x20 and < 0x7f;
        file.Dispose();
        return isText ? "text" : "binary";
    }
}
