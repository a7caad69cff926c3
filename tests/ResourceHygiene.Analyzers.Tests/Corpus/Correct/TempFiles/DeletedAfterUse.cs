public static class Rewriter
{
    public static void Rewrite(string target, Func<string, string> change)
    {
        string temporary = Path.GetTempFileName();
        try
        {
            using (var reader = new StreamReader(target))
            using (var writer = new StreamWriter(temporary))
            {
                while (reader.ReadLine() is { } line)
                    writer.WriteLine(change(line));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static string Unpack(Stream archive)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("unpacked-");
        System.IO.Compression.ZipFile.ExtractToDirectory(archive, directory.FullName);
        return directory.FullName;
    }
}
