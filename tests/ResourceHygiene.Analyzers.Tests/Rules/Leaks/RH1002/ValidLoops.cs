namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Loops whose rounds keep their own house.</summary>
public sealed class ValidLoops
{
    [Fact]
    public Task Released_in_each_round() => LeakCode.InClass(
        """
        void M(IEnumerable<string> paths)
        {
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Each_jump_releases_first() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                if (stream.Length == 0)
                {
                    stream.Dispose();
                    continue;
                }

                if (stream.ReadByte() == 0)
                {
                    stream.Dispose();
                    break;
                }

                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Jumps_out_of_a_using() => LeakCode.InClass(
        """
        string? Find(string[] paths)
        {
            foreach (string path in paths)
            {
                using var stream = File.OpenRead(path);
                if (stream.Length == 0)
                    continue;
                if (stream.ReadByte() == 'x')
                    return path;
            }

            return null;
        }
        """);

    [Fact]
    public Task The_match_is_returned_and_the_others_released() => LeakCode.InClass(
        """
        Stream? Open(string[] paths)
        {
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                if (stream.ReadByte() == 'x')
                    return stream;
                stream.Dispose();
            }

            return null;
        }
        """);

    [Fact]
    public Task Acquired_before_the_loop_and_released_behind_it() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        int sum = 0;
        for (int next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (next == 13)
                continue;
            if (next == 10)
                break;
            sum += next;
        }

        stream.Dispose();
        Console.WriteLine(sum);
        """);

    [Fact]
    public Task Found_by_a_loop_and_released_behind_it() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            Stream? found = null;
            foreach (string path in paths)
            {
                if (!File.Exists(path))
                    continue;
                found = File.OpenRead(path);
                break;
            }

            if (found == null)
                return;
            found.ReadByte();
            found.Dispose();
        }
        """);

    [Fact]
    public Task The_last_reader_is_released_when_the_next_one_is_opened_and_at_the_end() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            StreamReader? reader = null;
            foreach (string path in paths)
            {
                reader?.Dispose();
                reader = new StreamReader(path);
                reader.ReadLine();
            }

            reader?.Dispose();
        }
        """);

    [Fact]
    public Task A_loop_that_ends_by_its_own_flag() => LeakCode.InMethod(
        """
        var reader = new StreamReader(path);
        bool isDone = false;
        while (!isDone)
            isDone = reader.ReadLine() is null;
        reader.Dispose();
        """);

    [Fact]
    public Task A_flag_of_one_round_that_the_next_round_minds() => LeakCode.InClass(
        """
        void M(string[] paths)
        {
            FileStream? kept = null;
            bool isKept = false;
            foreach (string path in paths)
            {
                var stream = File.OpenRead(path);
                if (isKept)
                {
                    kept!.Dispose();
                    isKept = false;
                }

                if (stream.Length > 10)
                {
                    kept = stream;
                    isKept = true;
                    continue;
                }

                stream.Dispose();
            }

            if (isKept)
                kept!.Dispose();
        }
        """);

    [Fact]
    public Task A_retry_that_opens_anew_after_each_release() => LeakCode.InClass(
        """
        byte[] M(string path)
        {
            for (int attempt = 0; ; attempt++)
            {
                var stream = File.OpenRead(path);
                try
                {
                    if (attempt > 3)
                        throw new TimeoutException();
                    if (stream.Length == 0)
                        continue;
                    var bytes = new byte[stream.Length];
                    stream.Read(bytes, 0, bytes.Length);
                    return bytes;
                }
                finally
                {
                    stream.Dispose();
                }
            }
        }
        """);
}
