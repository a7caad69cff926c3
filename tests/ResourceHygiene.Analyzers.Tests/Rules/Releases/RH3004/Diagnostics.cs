namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3004;

/// <summary>One way to the use passes a release, another does not.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task After_an_if() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        {|RH3004:given|}.ReadByte();
        """);

    [Fact]
    public Task Inside_a_using() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        if (flag)
            resource.Dispose();
        {|RH3004:resource|}.Use();
        """);

    [Fact]
    public Task After_a_section_of_a_switch() => ReleaseCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        switch (path)
        {
            case "a":
                stream.Close();
                break;
            default:
                stream.ReadByte();
                break;
        }

        Console.WriteLine({|RH3004:stream|}.Length);
        """);

    [Fact]
    public Task Under_a_condition_that_is_not_related() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        if (path.Length > 0)
            {|RH3004:given|}.ReadByte();
        """);

    [Fact]
    public Task After_a_handler_that_goes_on() => ReleaseCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
        }

        Console.WriteLine({|RH3004:stream|}.Length);
        """);

    [Fact]
    public Task In_the_next_round() => ReleaseCode.InMethod(
        """
        using var stream = File.OpenRead(path);
        for (int i = 0; i < path.Length; i++)
        {
            Console.WriteLine({|RH3004:stream|}.ReadByte());
            if (path[i] == '/')
                {|RH3002:stream.Close()|};
        }
        """);

    [Fact]
    public Task After_a_loop_that_may_release() => ReleaseCode.InMethod(
        """
        foreach (char c in path)
        {
            if (c == '/')
            {
                given.Dispose();
                break;
            }
        }

        {|RH3004:given|}.ReadByte();
        """);

    [Fact]
    public Task A_field() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        int M(bool flag)
        {
            if (flag)
                _stream.Dispose();
            return {|RH3004:_stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task Under_another_name() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        var same = resource;
        if (flag)
            same.Dispose();
        {|RH3004:resource|}.Use();
        """);

    [Fact]
    public Task One_of_two_was_chosen() => ReleaseCode.InClass(
        """
        void M(bool flag, Resource first, Resource second)
        {
            var chosen = flag ? first : second;
            chosen.Dispose();
            {|RH3004:first|}.Use();
        }
        """);

    [Fact]
    public Task A_pattern_that_may_have_matched() => ReleaseCode.InMethod(
        """
        if (given is FileStream file)
            file.Dispose();
        {|RH3004:given|}.ReadByte();
        """);

    [Fact]
    public Task Through_the_wrapper_of_one_path() => ReleaseCode.InMethod(
        """
        if (flag)
        {
            using var reader = new StreamReader(given);
            Console.WriteLine(reader.ReadLine());
        }

        {|RH3004:given|}.ReadByte();
        """);

    [Fact]
    public Task By_a_local_function_on_one_path() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        if (flag)
            Finish();
        {|RH3004:resource|}.Use();

        void Finish() => resource.Dispose();
        """);

    [Fact]
    public Task Asynchronously_on_one_path() => ReleaseCode.InAsyncMethod(
        """
        await using var resource = new AsyncResource();
        if (flag)
            await resource.DisposeAsync();
        {|RH3004:resource|}.Use();
        """);

    [Fact]
    public Task Used_and_released_in_each_round() => ReleaseCode.InClass(
        """
        void M(Resource resource, int rounds)
        {
            while (rounds-- > 0)
            {
                {|RH3004:resource|}.Use();
                {|RH3002:resource.Dispose()|};
            }
        }
        """);

    [Fact]
    public Task A_block() => ReleaseCode.InClass(
        """
        void M(Block block, bool flag)
        {
            if (flag)
                Native.Free(block);
            Native.Fill({|RH3004:block|});
        }
        """);

    [Fact]
    public Task A_goto_leads_back_to_a_use() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        Again:
        {|RH3004:stream|}.ReadByte();
        {|RH3002:stream.Dispose()|};
        if (flag)
            goto Again;
        """);
}
