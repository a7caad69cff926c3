namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3006;

/// <summary>What was copied or finished before the document or reader was closed.</summary>
public sealed class ValidSubViews
{
    [Fact]
    public Task A_cloned_element() => ReleaseCode.InMethod(
        """
        JsonElement root;
        using (var document = JsonDocument.Parse(path))
            root = document.RootElement.Clone();
        Console.WriteLine(root.GetRawText());
        """);

    [Fact]
    public Task A_cloned_element_below_the_root() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        var root = document.RootElement;
        var name = root.GetProperty("name").Clone();
        document.Dispose();
        Console.WriteLine(name.GetString());
        """);

    [Fact]
    public Task A_returned_clone() => ReleaseCode.InClass(
        """
        JsonElement Parse(string text)
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        """);

    [Fact]
    public Task A_text_of_an_element() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        string? name = document.RootElement.GetProperty("name").GetString();
        document.Dispose();
        Console.WriteLine(name);
        """);

    [Fact]
    public Task A_number_of_an_element() => ReleaseCode.InMethod(
        """
        int count = 0;
        using (var document = JsonDocument.Parse(path))
        {
            foreach (var element in document.RootElement.EnumerateArray())
                count += element.GetInt32();
        }

        Console.WriteLine(count);
        """);

    [Fact]
    public Task The_elements_of_the_next_document() => ReleaseCode.InMethod(
        """
        var document = JsonDocument.Parse(path);
        var root = document.RootElement;
        Console.WriteLine(root.GetRawText());
        document.Dispose();
        document = JsonDocument.Parse("{}");
        root = document.RootElement;
        Console.WriteLine(root.GetRawText());
        document.Dispose();
        """);

    [Fact]
    public Task Rows_read_before_the_reader_is_closed() => ReleaseCode.InClass(
        """
        void M(DbCommand command)
        {
            using var reader = command.ExecuteReader();
            var rows = reader.GetEnumerator();
            while (rows.MoveNext())
                Console.WriteLine(rows.Current);
        }
        """);

    [Fact]
    public Task The_enumerator_of_a_list_that_was_read() => ReleaseCode.InMethod(
        """
        var lines = new List<string>();
        using (var reader = new StreamReader(path))
        {
            while (reader.ReadLine() is { } line)
                lines.Add(line);
        }

        using var enumerator = lines.GetEnumerator();
        Console.WriteLine(enumerator.MoveNext());
        """);

    [Fact]
    public Task A_value_deserialized_from_a_stream() => ReleaseCode.InMethod(
        """
        JsonElement element;
        using (var stream = File.OpenRead(path))
            element = JsonSerializer.Deserialize<JsonElement>(stream);
        Console.WriteLine(element.GetRawText());
        """);

    [Fact]
    public Task A_token_of_a_source() => ReleaseCode.InMethod(
        """
        var source = new CancellationTokenSource();
        var token = source.Token;
        source.Dispose();
        token.ThrowIfCancellationRequested();
        """);
}
