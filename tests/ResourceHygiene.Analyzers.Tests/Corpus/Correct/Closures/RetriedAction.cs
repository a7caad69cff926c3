public static class Retry
{
    public static T Times<T>(int count, Func<T> action)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                return action();
            }
            catch (IOException) when (i < count)
            {
                Thread.Sleep(10);
            }
        }
    }

    public static int First(string path)
    {
        using FileStream file = Times(3, () => File.OpenRead(path));
        return Times(3, () => file.ReadByte());
    }
}
