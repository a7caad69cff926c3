public static class OldStyle
{
    public static int Read(string path, byte[] target)
    {
        int result = -1;
        FileStream? stream = null;
        try
        {
            stream = File.OpenRead(path);
            if (stream.Length > target.Length)
                goto done;
            result = stream.Read(target, 0, target.Length);
            if (result == 0)
                goto done;
            result = target[0] == 0 ? -2 : result;
        }
        finally
        {
            stream?.Dispose();
        }

    done:
        return result;
    }
}
