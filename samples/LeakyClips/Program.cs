using LeakyClips;
using Microsoft.Data.Sqlite;

string input = args.Length > 0 ? args[0] : "narration.wav";
string output = args.Length > 1 ? args[1] : "clips";
Directory.CreateDirectory(output);
File.Create(Path.Combine(output, ".lock")); // RH1004: "touch" leaves the file open until some garbage collection

var connection = new SqliteConnection($"Data Source={output}/catalogue.db"); // RH1001: opened for the whole program, closed never
connection.Open();
CatalogueStore.Prepare(connection);

float[] samples = Audio.Decode(input);
IReadOnlyList<(TimeSpan Start, TimeSpan End, string Text)> cues = Subtitles.Load(Path.ChangeExtension(input, ".srt"));
var model = new HighlightModel(Path.Combine(AppContext.BaseDirectory, "highlights.safetensors")); // RH1001: two megabytes of weights, kept until the process ends

foreach ((int index, (TimeSpan Start, TimeSpan End, string Text) cue) in cues.Index())
{
    if (model.Score(samples, cue.Start, cue.End) < 0.5)
        continue;
    string path = Path.Combine(output, $"clip-{index:00}.wav");
    Audio.Write(path, samples.AsSpan((int)(cue.Start.TotalSeconds * Audio.SampleRate)..(int)(cue.End.TotalSeconds * Audio.SampleRate)));
    Converter.ToMp3(path);
    CatalogueStore.Add(connection, path, cue.Text);
}
