namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4007;

/// <summary>Temporary files and directories that nothing deletes.</summary>
public sealed class Diagnostics
{
    [Theory]
    [InlineData("File.WriteAllText(path, text);")]
    [InlineData("File.WriteAllBytes(path, data); Console.WriteLine(path);")]
    [InlineData("using (var file = File.OpenWrite(path)) file.Write(data, 0, size);")]
    [InlineData("using var writer = new StreamWriter(path); writer.Write(text);")]
    [InlineData("using var file = new FileStream(path, FileMode.Create); stream.CopyTo(file);")]
    [InlineData("if (File.Exists(path)) File.AppendAllText(path, text);")]
    [InlineData("using var process = System.Diagnostics.Process.Start(\"tool\", path);")]
    [InlineData("var other = path; File.WriteAllText(other, text);")]
    [InlineData("Console.WriteLine(\"{0}\", path);")]
    [InlineData("Console.WriteLine($\"written to {path}\");")]
    [InlineData("int n = path.Length; Console.WriteLine(Path.GetFileName(path));")]
    [InlineData("var info = new FileInfo(path); Console.WriteLine(info.Length);")]
    public Task A_file_that_is_only_used(string uses) => MemoryCode.InMethod($"string path = {{|RH4007:Path.GetTempFileName()|}};\n{uses}");

    [Theory]
    [InlineData("string other = {|RH4007:Path.GetTempFileName()|} + \".png\"; File.WriteAllText(other, text); File.Delete(other);")]
    [InlineData("string other = Path.ChangeExtension({|RH4007:Path.GetTempFileName()|}, \".png\"); File.WriteAllText(other, text); File.Delete(other);")]
    [InlineData("string path = {|RH4007:Path.GetTempFileName()|}; string other = Path.ChangeExtension(path, \".png\"); File.WriteAllText(other, text); File.Delete(other);")]
    [InlineData("string path = $\"{{|RH4007:Path.GetTempFileName()|}}.png\"; File.Delete(path);")]
    public Task A_file_that_is_only_the_root_of_a_name(string statements) => MemoryCode.InMethod(statements);

    [Fact]
    public Task What_is_returned_is_what_was_in_it() => MemoryCode.InClass(
        """
        string Render(string text)
        {
            string path = {|RH4007:Path.GetTempFileName()|};
            File.WriteAllText(path, text);
            return File.ReadAllText(path);
        }
        """);

    [Fact]
    public Task An_async_method() => MemoryCode.InAsyncMethod(
        """
        var path = {|RH4007:Path.GetTempFileName()|};
        await using (var file = File.Create(path))
            await stream.CopyToAsync(file);
        await File.ReadAllBytesAsync(path);
        """);

    [Theory]
    [InlineData("File.WriteAllText(Path.Combine(directory.FullName, \"a.txt\"), text);")]
    [InlineData("directory.CreateSubdirectory(\"a\"); foreach (var file in directory.GetFiles()) file.Delete();")]
    [InlineData("foreach (var file in Directory.GetFiles(directory.FullName)) File.Delete(file);")]
    [InlineData("string path = Path.Combine(directory.FullName, text); File.WriteAllText(path, text); File.Delete(path);")]
    [InlineData("File.WriteAllText($\"{directory.FullName}/a.txt\", text);")]
    [InlineData("if (directory.Exists) Console.WriteLine(directory.Name);")]
    public Task A_directory_that_is_only_used(string uses) => MemoryCode.InMethod($"DirectoryInfo directory = {{|RH4007:Directory.CreateTempSubdirectory()|}};\n{uses}");

    [Theory]
    [InlineData("{|RH4007:Path.GetTempFileName()|};")]
    [InlineData("_ = {|RH4007:Path.GetTempFileName()|};")]
    [InlineData("File.WriteAllText({|RH4007:Path.GetTempFileName()|}, text);")]
    [InlineData("string path = {|RH4007:Directory.CreateTempSubdirectory(\"x\")|}.FullName; Console.WriteLine(path);")]
    public Task One_that_nothing_keeps(string statement) => MemoryCode.InMethod(statement.Replace("{|RH4007:Path.GetTempFileName()|};", "{|RH4007:Path.GetTempFileName()|};", StringComparison.Ordinal));
}
