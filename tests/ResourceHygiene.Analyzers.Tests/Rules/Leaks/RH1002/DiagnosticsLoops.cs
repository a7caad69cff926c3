namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A local of a loop's body dies each round; what a round does not release is lost.</summary>
public sealed class DiagnosticsLoops
{
    [Fact]
    public Task Continue_before_the_release() => LeakCode.InClass(
        """
        void M(IEnumerable<string> paths)
        {
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length == 0)
                    continue;
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Break_before_the_release() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            for (int i = 0; i < paths.Length; i++)
            {
                var stream = {|RH1002:File.OpenRead(paths[i])|};
                if (stream.ReadByte() == 0)
                    break;
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Return_of_something_else_out_of_a_loop() => LeakCode.InClass(
        """
        string? Find(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.ReadByte() == 'x')
                    return path;
                stream.Dispose();
            }

            return null;
        }
        """);

    [Fact]
    public Task Released_only_inside_a_loop_that_may_not_run() => LeakCode.InClass(
        """
        void M(List<int> numbers)
        {
            var resource = {|RH1002:new Resource()|};
            foreach (int number in numbers)
            {
                if (number == 3)
                {
                    resource.Dispose();
                    return;
                }
            }
        }
        """);

    [Fact]
    public Task A_while_loop_with_two_ways_to_go_on() => LeakCode.InClass(
        """
        void M(Queue<string> paths)
        {
            while (paths.TryDequeue(out string? path))
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.CanSeek)
                {
                    stream.Dispose();
                    continue;
                }

                stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task A_do_loop_forgets_in_its_last_round() => LeakCode.InMethod(
        """
        bool goOn;
        do
        {
            var resource = {|RH1002:new Resource()|};
            goOn = resource.Name.Length < path.Length;
            if (goOn)
                resource.Dispose();
        }
        while (goOn);
        """);

    [Fact]
    public Task Acquired_by_the_inner_loop_and_lost_by_a_jump_of_the_outer_one() => LeakCode.InClass(
        """
        int M(string[][] groups)
        {
            int count = 0;
            foreach (string[] group in groups)
            {
                foreach (string path in group)
                {
                    var stream = {|RH1002:File.OpenRead(path)|};
                    if (stream.Length > 100)
                        return count;
                    count++;
                    stream.Dispose();
                }
            }

            return count;
        }
        """);

    [Fact]
    public Task The_first_match_wins_and_the_last_candidate_is_lost() => LeakCode.InClass(
        """
        Stream? Open(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.ReadByte() == 'x')
                    return stream;
            }

            return null;
        }
        """);

    [Fact]
    public Task What_cannot_happen_in_the_first_round_and_does_in_a_later_one() => LeakCode.InClass(
        """
        void M(string path)
        {
            for (int i = 0; i < 10; i++)
            {
                var stream = {|RH1002:File.OpenRead(path + i)|};
                if (i == 3)
                    continue;
                stream.Dispose();
            }
        }

        void N(string[] paths)
        {
            bool isFirst = true;
            foreach (string path in paths)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (!isFirst)
                    continue;
                isFirst = false;
                stream.Dispose();
            }
        }
        """);
}
