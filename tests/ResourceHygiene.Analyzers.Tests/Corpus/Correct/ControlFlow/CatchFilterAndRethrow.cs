public static class Careful
{
    public static StreamReader OpenText(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            if (stream.Length == 0)
                throw new InvalidDataException("empty");
            return new StreamReader(stream);
        }
        catch (InvalidDataException)
        {
            stream.Dispose();
            throw;
        }
        catch (IOException e)
        {
            stream.Close();
            throw new InvalidOperationException(path, e);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
